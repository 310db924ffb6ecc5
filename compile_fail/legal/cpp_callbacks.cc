// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Callbacks in C++: a static member function and a lambda, both of which state what they consume.
#include "support.h"

class Counter
{
  public:
    static void on_nop(struct sring *ring, sring_nop_completed *done, void *arg)
        SRING_CALLBACK(ring, done)
    {
        (void)ring;
        static_cast<Counter *>(arg)->add(sring_nop_finish(done));
    }

    void add(int rc)
    {
        count_ += rc == 0;
    }

    int count() const
    {
        return count_;
    }

  private:
    int count_ = 0;
};

int main()
{
    Counter counter;
    struct sring ring;
    int rc = sring_open(&ring, nullptr);

    if (rc) {
        return legal_no_ring(rc);
    }
    for (int i = 0; i < 10; i++) {
        sring_nop_building op;

        if (sring_nop_init(&ring, &op)) {
            break;
        }
        if (i % 2) {
            sring_nop_start(&ring, &op, Counter::on_nop, &counter);
        } else {
            auto callback = [](struct sring *r, sring_nop_completed *done, void *arg)
                                SRING_CALLBACK(r, done) {
                                    (void)r;
                                    static_cast<Counter *>(arg)->add(sring_nop_finish(done));
                                };
            sring_nop_start(&ring, &op, callback, &counter);
        }
    }
    rc = sring_run(&ring);
    sring_close(&ring);
    return !rc && counter.count() == 10 ? 0 : 2;
}

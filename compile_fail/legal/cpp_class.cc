// SPDX-License-Identifier: MIT OR Apache-2.0
//
// A C++ class that owns a ring and a file: opened by the constructor, closed by the destructor.
#include "support.h"

#include <stdexcept>
#include <string>

class Reader
{
  public:
    explicit Reader(int raw) SRING_PRODUCES(ring_) SRING_PRODUCES(file_)
    {
        int rc = sring_open(&ring_, nullptr);

        if (rc) {
            throw std::runtime_error("no ring");
        }
        sring_fd_adopt(&file_, raw);
    }

    ~Reader() SRING_CONSUMES(ring_) SRING_CONSUMES(file_)
    {
        sring_fd_close(&ring_, &file_);
        sring_close(&ring_);
    }

    Reader(const Reader &) = delete;
    Reader &operator=(const Reader &) = delete;

    std::string read(size_t size) SRING_REQUIRES(ring_) SRING_REQUIRES(file_)
    {
        sring_buf buf;

        if (sring_buf_alloc(&buf, size)) {
            return "";
        }
        int n = sring_read_at_await(&ring_, &file_, &buf, 0);
        std::string text(reinterpret_cast<char *>(sring_buf_data(&buf)), n > 0 ? size_t(n) : 0);
        sring_buf_free(&buf);
        return text;
    }

  private:
    struct sring ring_;
    sring_fd file_;
};

int main()
{
    try {
        Reader reader(legal_file("by a class"));

        return reader.read(64) == "by a class" ? 0 : 2;
    } catch (const std::runtime_error &error) {
        printf("SKIP: %s\n", error.what());
        return LEGAL_SKIP;
    }
}

module sring-bench-go

go 1.19

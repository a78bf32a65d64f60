# For those who type make; everything is done by ./run.
.PHONY: start setup check test bench
start:
	@./run
setup check test bench:
	@./run $@

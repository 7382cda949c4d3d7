"""The clock that calls services, and the threads that deliver."""

package io.fieldgate.server.benchmarks.compare;

/// The command line asks for something that there is not; the message says what there is.
final class WrongUsageException extends Exception {
    private static final long serialVersionUID = 1;

    WrongUsageException(String message) {
        super(message);
    }
}

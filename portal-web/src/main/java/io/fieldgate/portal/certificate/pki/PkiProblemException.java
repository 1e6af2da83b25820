package io.fieldgate.portal.certificate.pki;

import io.fieldgate.contract.Problem;

/// The PKI service answered, and refused.
public final class PkiProblemException extends Exception {
    private static final String PREFIX = "urn:fieldgate:problem:pki-";
    private final transient Problem problem;

    PkiProblemException(Problem problem) {
        super(problem.detail() == null ? problem.title() : problem.detail());
        this.problem = problem;
    }

    public int status() {
        return problem.status();
    }

    /// Whether it is the problem of this short name, such as `not-found`.
    public boolean is(String name) {
        return problem.type().equals(PREFIX + name);
    }

    /// In words for an operator.
    public String detail() {
        return problem.detail() == null ? problem.title() : problem.detail();
    }
}

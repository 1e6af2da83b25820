package io.fieldgate.e2e.support;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests one installation for the whole run, started when the first asks for it.
public final class SharedInstallation implements ParameterResolver {
    private static final int PORT = 8443;

    /// The installation, its network, and an operator's way into the portal.
    public record Fixture(Lab lab, Installation installation, Portal portal)
            implements AutoCloseable {
        static Fixture start() {
            Lab lab = new Lab();
            Installation installation = Installation.up(PORT);
            return new Fixture(lab, installation, new Portal(installation.api()));
        }

        @Override
        public void close() {
            installation.close();
            lab.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Fixture.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Fixture.class, key -> Fixture.start(), Fixture.class);
    }
}

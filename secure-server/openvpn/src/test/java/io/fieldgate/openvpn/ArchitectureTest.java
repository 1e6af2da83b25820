package io.fieldgate.openvpn;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import javax.net.ssl.X509ExtendedTrustManager;

@AnalyzeClasses(
        packages = "io.fieldgate.openvpn",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule theProtocolKnowsNoSocketsFilesThreadsOrLogging =
            noClasses()
                    // The JDK's trust managers have a socket in their signature.
                    .that()
                    .areNotAssignableTo(X509ExtendedTrustManager.class)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "java.nio.channels..",
                            "java.nio.file..",
                            "java.net.http..",
                            "java.util.logging..",
                            "java.util.concurrent..",
                            "java.lang.foreign..")
                    .orShould()
                    .dependOnClassesThat()
                    .haveNameMatching(
                            "java\\.net\\.(Server|Datagram)?Socket|java\\.io\\.File.*"
                                    + "|java\\.lang\\.(Thread(?!Local).*|Process.*)")
                    .because("it is driven from outside: see Session");

    @ArchTest
    static final ArchRule theProtocolKnowsNoClock =
            noClasses()
                    .should()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(Instant.class, "now")
                    .because("time is an argument");

    @ArchTest
    static final ArchRule theProtocolKnowsTheJdkOnly =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideOutsideOfPackages(
                            "io.fieldgate.openvpn..", "java..", "javax..", "org.jspecify..");

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("io.fieldgate.openvpn.(*)..").should().beFreeOfCycles();
}

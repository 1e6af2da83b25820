package io.fieldgate.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "io.fieldgate.server",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule theDataPlaneKnowsTheProtocolTheContractAndTheJdkOnly =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideOutsideOfPackages(
                            "io.fieldgate.server..",
                            "io.fieldgate.openvpn..",
                            "io.fieldgate.contract..",
                            "java..",
                            "javax..",
                            "tools.jackson..",
                            "com.fasterxml.jackson.annotation..",
                            "org.jspecify..",
                            "org.xbill.DNS")
                    .because("it holds no database credential, no CA key and no framework");

    @ArchTest
    static final ArchRule onlyTheServicesKnowTheDnsLibrary =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.fieldgate.server.service..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.xbill..");

    @ArchTest
    static final ArchRule theDataPlaneStartsNoProcesses =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .haveNameMatching("java\\.lang\\.(ProcessBuilder|Runtime\\$Exec).*")
                    .orShould()
                    .callMethod(Runtime.class, "exec", String.class);

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("io.fieldgate.server.(*)..").should().beFreeOfCycles();
}

package io.fieldgate.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "io.fieldgate.launcher",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule theLauncherKnowsNoProduct =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.fieldgate.portal..",
                            "io.fieldgate.pki..",
                            "io.fieldgate.server..",
                            "io.fieldgate.openvpn..",
                            "org.springframework..")
                    .because("it starts the products as processes and talks to them by contract");

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("io.fieldgate.launcher.(*)..").should().beFreeOfCycles();
}

package io.fieldgate.pki;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.fieldgate.pki.csr.ReviewedCsr;
import io.fieldgate.pki.lint.LintedCertificate;
import java.time.Instant;

@AnalyzeClasses(packages = "io.fieldgate.pki", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule theCoreKnowsNoFramework =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..pki.http..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.springframework..", "jakarta..", "org.apache..", "org.slf4j..");

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("io.fieldgate.pki.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule proofsAreMadeInTheirPackageOnly =
            constructors()
                    .that()
                    .areDeclaredIn(ReviewedCsr.class)
                    .or()
                    .areDeclaredIn(LintedCertificate.class)
                    .should()
                    .bePackagePrivate();

    @ArchTest
    static final ArchRule theCoreReadsNoClockOfItsOwn =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..pki.http..")
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis");
}

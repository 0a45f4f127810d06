package io.github.precheckwatcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the picture of design.md 3: a package imports the packages below it and nothing else. */
@AnalyzeClasses(packages = "io.github.precheckwatcher", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTest {
    private static final String ROOT = "io.github.precheckwatcher.";

    @ArchTest
    static final ArchRule arrows_run_down_only = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("main")
            .definedBy("io.github.precheckwatcher")
            .layer("cli")
            .definedBy(ROOT + "cli..")
            .layer("page")
            .definedBy(ROOT + "page..")
            .layer("api")
            .definedBy(ROOT + "api..")
            .layer("registration")
            .definedBy(ROOT + "registration..")
            .layer("store")
            .definedBy(ROOT + "store..")
            .layer("watch")
            .definedBy(ROOT + "watch..")
            .layer("cloud")
            .definedBy(ROOT + "cloud")
            .layer("cloud.sas")
            .definedBy(ROOT + "cloud.sas..")
            .layer("cloud.credentials")
            .definedBy(ROOT + "cloud.credentials..")
            .layer("notify")
            .definedBy(ROOT + "notify..")
            .layer("precheck")
            .definedBy(ROOT + "precheck..")
            .layer("secret")
            .definedBy(ROOT + "secret..")
            .layer("log")
            .definedBy(ROOT + "log..")
            .layer("simulator")
            .definedBy(ROOT + "simulator..")
            .whereLayer("main")
            .mayOnlyAccessLayers("cli")
            .whereLayer("cli")
            .mayOnlyAccessLayers("registration", "store", "watch", "cloud", "notify", "precheck", "api", "simulator")
            .whereLayer("page")
            .mayOnlyAccessLayers("api", "registration", "store", "watch", "cloud", "notify", "precheck")
            .whereLayer("api")
            .mayOnlyAccessLayers("registration", "store", "watch", "cloud", "notify", "precheck")
            .whereLayer("registration")
            .mayOnlyAccessLayers("store", "watch", "cloud", "cloud.sas", "cloud.credentials", "notify", "precheck", "secret")
            .whereLayer("store")
            .mayOnlyAccessLayers("watch", "cloud", "notify", "precheck")
            .whereLayer("watch")
            .mayOnlyAccessLayers("cloud", "notify", "precheck")
            .whereLayer("cloud")
            .mayOnlyAccessLayers("cloud.credentials", "precheck", "secret")
            .whereLayer("cloud.credentials")
            .mayOnlyAccessLayers("precheck", "secret")
            .whereLayer("cloud.sas")
            .mayOnlyAccessLayers("cloud", "precheck")
            .whereLayer("notify")
            .mayOnlyAccessLayers("precheck", "secret", "log")
            .whereLayer("secret")
            .mayNotAccessAnyLayer()
            .whereLayer("log")
            .mayNotAccessAnyLayer()
            .whereLayer("precheck")
            .mayNotAccessAnyLayer()
            .whereLayer("simulator")
            .mayOnlyAccessLayers("cloud", "cloud.sas", "notify", "precheck");

    @ArchTest
    static final ArchRule the_ground_floor_is_plain_java = noClasses()
            .that()
            .resideInAPackage(ROOT + "precheck..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..", "jakarta..", "org.jboss..", "io.smallrye..", "io.vertx..", "com.fasterxml..");

    @ArchTest
    static final ArchRule the_ground_floor_has_no_clock = noClasses()
            .that()
            .resideInAPackage(ROOT + "precheck..")
            .should()
            .callMethod(java.time.Instant.class, "now");

    @ArchTest
    static final ArchRule notifier_kinds_do_not_know_each_other =
            com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices()
                    .matching(ROOT + "notify.(*)..")
                    .should()
                    .notDependOnEachOther();

    @ArchTest
    static final ArchRule time_is_injected = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.precheckwatcher")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.Clock.class, "systemUTC")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);
}

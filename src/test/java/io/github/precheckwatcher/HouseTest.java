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
            .layer("sas")
            .definedBy(ROOT + "sas..")
            .layer("notify")
            .definedBy(ROOT + "notify..")
            .layer("precheck")
            .definedBy(ROOT + "precheck..")
            .layer("secret")
            .definedBy(ROOT + "secret..")
            .layer("http")
            .definedBy(ROOT + "http..")
            .layer("simulator")
            .definedBy(ROOT + "simulator..")
            .whereLayer("main")
            .mayOnlyAccessLayers("cli")
            .whereLayer("cli")
            .mayOnlyAccessLayers("registration", "store", "watch", "sas", "notify", "precheck", "api", "simulator")
            .whereLayer("page")
            .mayOnlyAccessLayers("api", "registration", "store", "watch", "sas", "notify", "precheck")
            .whereLayer("api")
            .mayOnlyAccessLayers("registration", "store", "watch", "sas", "notify", "precheck")
            .whereLayer("registration")
            .mayOnlyAccessLayers("store", "watch", "sas", "notify", "precheck", "secret", "http")
            .whereLayer("store")
            .mayOnlyAccessLayers("watch", "sas", "notify", "precheck")
            .whereLayer("watch")
            .mayOnlyAccessLayers("sas", "notify", "precheck")
            .whereLayer("sas")
            .mayOnlyAccessLayers("precheck", "secret", "http")
            .whereLayer("notify")
            .mayOnlyAccessLayers("precheck", "secret", "http")
            .whereLayer("secret")
            .mayNotAccessAnyLayer()
            .whereLayer("http")
            .mayNotAccessAnyLayer()
            .whereLayer("precheck")
            .mayNotAccessAnyLayer()
            .whereLayer("simulator")
            .mayOnlyAccessLayers("sas", "notify", "precheck");

    @ArchTest
    static final ArchRule the_ground_floor_is_plain_java = noClasses()
            .that()
            .resideInAPackage(ROOT + "precheck..")
            .and()
            .doNotHaveSimpleName("ResultParser")
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

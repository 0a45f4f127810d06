package io.github.precheckwatcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Holds the picture of {@code docs/architecture.md}: a package imports the packages below it and nothing else, no
 * packages depend on each other in a circle, and none grows too large to be read.
 */
@AnalyzeClasses(packages = "io.github.precheckwatcher", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.github.precheckwatcher.";
    private static final int MOST_CLASSES_OF_A_PACKAGE = 30;
    private static final int MOST_CLASSES_OF_A_CIRCLE = 6;

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
            .layer("config")
            .definedBy(ROOT + "config..")
            .layer("store")
            .definedBy(ROOT + "store..")
            .layer("watch")
            .definedBy(ROOT + "watch..")
            .layer("cloud")
            .definedBy(ROOT + "cloud..")
            .layer("notify")
            .definedBy(ROOT + "notify..")
            .layer("log")
            .definedBy(ROOT + "log..")
            .layer("precheck")
            .definedBy(ROOT + "precheck..")
            .layer("simulator")
            .definedBy(ROOT + "simulator..")
            .whereLayer("main")
            .mayOnlyAccessLayers("cli")
            .whereLayer("cli")
            .mayOnlyAccessLayers(
                    "api",
                    "registration",
                    "config",
                    "store",
                    "watch",
                    "cloud",
                    "notify",
                    "log",
                    "precheck",
                    "simulator")
            .whereLayer("page")
            .mayOnlyAccessLayers(
                    "api", "registration", "config", "store", "watch", "cloud", "notify", "log", "precheck")
            .whereLayer("api")
            .mayOnlyAccessLayers("registration", "config", "store", "watch", "cloud", "notify", "log", "precheck")
            .whereLayer("registration")
            .mayOnlyAccessLayers("config", "store", "watch", "cloud", "notify", "log", "precheck")
            .whereLayer("config")
            .mayOnlyAccessLayers("store", "watch", "cloud", "notify", "log", "precheck")
            .whereLayer("store")
            .mayOnlyAccessLayers("watch", "cloud", "notify", "log", "precheck")
            .whereLayer("watch")
            .mayOnlyAccessLayers("cloud", "notify", "log", "precheck")
            .whereLayer("cloud")
            .mayOnlyAccessLayers("log", "precheck")
            .whereLayer("notify")
            .mayOnlyAccessLayers("log", "precheck")
            .whereLayer("log")
            .mayOnlyAccessLayers("precheck")
            .whereLayer("precheck")
            .mayNotAccessAnyLayer()
            .whereLayer("simulator")
            .mayOnlyAccessLayers("cloud", "notify", "log", "precheck");

    @ArchTest
    static final ArchRule no_packages_depend_on_each_other_in_a_circle =
            slices().matching(ROOT + "(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule kinds_of_notifiers_do_not_know_each_other =
            slices().matching(ROOT + "notify.kind.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule what_serves_every_cloud_product_does_not_know_one = noClasses()
            .that()
            .resideInAPackage(ROOT + "cloud")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "cloud.sas..");

    @ArchTest
    static final ArchRule prechecks_are_plain_java = noClasses()
            .that()
            .resideInAPackage(ROOT + "precheck..")
            .and()
            .doNotHaveSimpleName("ResultParser")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..", "jakarta..", "org.jboss..", "io.smallrye..", "io.vertx..", "com.fasterxml..");

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

    @ArchTest
    static void no_package_is_too_large(JavaClasses classes) {
        Map<String, Long> sizes = classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(c -> !c.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, TreeMap::new, Collectors.counting()));
        sizes.values().removeIf(size -> size <= MOST_CLASSES_OF_A_PACKAGE);
        assertThat(sizes).isEmpty();
    }

    @ArchTest
    static void no_circle_of_classes_is_too_large(JavaClasses classes) {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (JavaClass c : classes) {
            Set<String> used = uses.computeIfAbsent(file(c), name -> new TreeSet<>());
            c.getDirectDependenciesFromSelf().stream()
                    .map(Dependency::getTargetClass)
                    .filter(target -> target.getPackageName().startsWith("io.github.precheckwatcher"))
                    .map(ArchitectureTest::file)
                    .forEach(used::add);
        }
        Map<String, Set<String>> reached = new TreeMap<>();
        uses.keySet().forEach(name -> reached.put(name, reachedFrom(name, uses)));
        Set<Set<String>> circles = new HashSet<>();
        reached.forEach((name, there) -> circles.add(there.stream()
                .filter(other -> reached.getOrDefault(other, Set.of()).contains(name))
                .collect(Collectors.toCollection(TreeSet::new))));
        circles.removeIf(circle -> circle.size() <= MOST_CLASSES_OF_A_CIRCLE);
        assertThat(circles).isEmpty();
    }

    private static Set<String> reachedFrom(String name, Map<String, Set<String>> uses) {
        Set<String> seen = new HashSet<>();
        Deque<String> next = new ArrayDeque<>(uses.get(name));
        while (!next.isEmpty()) {
            String one = next.pop();
            if (seen.add(one)) {
                next.addAll(uses.getOrDefault(one, Set.of()));
            }
        }
        return seen;
    }

    /** The class that the file of this one is named after; element types of arrays too. */
    private static String file(JavaClass c) {
        String name = c.getBaseComponentType().getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}

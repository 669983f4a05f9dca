package zabra.house;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The compiled classes that ship, and which module each belongs to. */
final class Zabra {
    static final String ROOT = "zabra.";

    private Zabra() {}

    /** All classes of the modules that ship; never without any. */
    static JavaClasses classes() {
        JavaClasses classes =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("zabra")
                        .that(
                                DescribedPredicate.describe(
                                        "ship", type -> !module(type).equals("house")));
        if (classes.stream().noneMatch(type -> module(type).equals("protocol"))) {
            throw new IllegalStateException("found no classes of zabra-protocol to look at");
        }
        return classes;
    }

    /** The second part of the package name, which is the module's name after {@code zabra-}. */
    static String module(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.", 3);
        return parts.length > 1 ? parts[1] : "";
    }
}

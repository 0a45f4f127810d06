package io.github.precheckwatcher.api;

import io.github.precheckwatcher.registration.reload.ConfigChanges;
import io.github.precheckwatcher.registration.reload.Difference;
import io.github.precheckwatcher.registration.reload.ReloadResult;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a reload changed, as JSON. */
@Schema(name = "Reload", description = "By what the configuration in effect differs from the one before")
public record ReloadAnswer(
        @Schema(description = "Tasks by their names") Names tasks,
        @Schema(description = "Notifiers by their names") Names notifiers,
        @Schema(description = "Accounts by their names") Names accounts,

        @Schema(description = "Other keys of application.yaml that have another value now")
        List<String> keys,

        @Schema(description = "Keys that have another value in the files, but take effect at the next start alone")
        List<String> restart,

        @Schema(description = "Whether the store does not take the tasks now; they follow as soon as it does")
        boolean tasksWait) {

    /** Names by what became of them. */
    @Schema(name = "ReloadNames", description = "Names by what became of them")
    public record Names(
            @Schema(description = "New ones") List<String> added,

            @Schema(description = "Those that were there, but otherwise")
            List<String> changed,

            @Schema(description = "Those that are there no more")
            List<String> removed) {
        private static Names of(Difference difference) {
            return new Names(difference.added(), difference.changed(), difference.removed());
        }
    }

    static ReloadAnswer of(ReloadResult.Applied applied) {
        ConfigChanges changes = applied.changes();
        return new ReloadAnswer(
                Names.of(changes.tasks()),
                Names.of(changes.notifiers()),
                Names.of(changes.accounts()),
                changes.keys(),
                changes.restart(),
                applied.tasksWait());
    }
}

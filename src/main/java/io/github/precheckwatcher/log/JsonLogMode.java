package io.github.precheckwatcher.log;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.logging.json.runtime.JsonFormatter;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.logging.Handler;
import org.jboss.logmanager.ExtHandler;

/**
 * Gives the handlers that write JSON ({@code quarkus.log.console.json.enabled}, {@code quarkus.log.file.json.enabled})
 * the fields of our lines, before anything else starts.
 */
@ApplicationScoped
public class JsonLogMode {
    void onStart(@Observes @Priority(1) StartupEvent started) {
        addFields(InitialConfigurator.DELAYED_HANDLER.getHandlers());
    }

    /** Reaches the handlers behind an asynchronous one too. */
    static void addFields(Handler[] handlers) {
        for (Handler handler : handlers) {
            if (handler.getFormatter() instanceof JsonFormatter formatter) {
                handler.setFormatter(new JsonLogFields(formatter));
            }
            if (handler instanceof ExtHandler ext) {
                addFields(ext.getHandlers());
            }
        }
    }
}

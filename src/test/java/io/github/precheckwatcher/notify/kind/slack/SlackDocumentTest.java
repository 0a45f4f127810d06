package io.github.precheckwatcher.notify.kind.slack;

import io.github.precheckwatcher.notify.kind.ChatPageContract;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

class SlackDocumentTest extends ChatPageContract {
    SlackDocumentTest() {
        super(new Platform(
                NotifierKind.SLACK,
                "U012AB3CD",
                Optional.empty(),
                Map.of("slack-url", "https://hooks.slack.com/services/" + FakeSlack.KEY),
                1));
    }

    @Override
    protected String shown(Consumer<URI> sending) throws Exception {
        try (var slack = new FakeSlack(CLOCK)) {
            sending.accept(slack.uri());
            return slack.messages().get(0).shown();
        }
    }
}

package io.github.precheckwatcher.notify.kind.email;

import java.util.Locale;

/** How far an exchange with a mail server has come: what was said last, or is awaited. */
enum SmtpStage {
    CONNECT("the connection"),
    HANDSHAKE("the TLS handshake"),
    GREETING("its greeting"),
    EHLO("its answer to EHLO"),
    STARTTLS("its answer to STARTTLS"),
    LOGIN("its answer to the login"),
    MAIL("its answer to the sender (MAIL FROM)"),
    RCPT("its answer to a recipient (RCPT TO)"),
    DATA("its answer to DATA"),
    END("its answer to the mail's text");

    private final String awaited;

    SmtpStage(String awaited) {
        this.awaited = awaited;
    }

    /** What is awaited then, as in "no ... within 10s". */
    String awaited() {
        return awaited;
    }

    /**
     * The stage that a command begins.
     *
     * @param now for a command that begins none
     */
    static SmtpStage of(String command, SmtpStage now) {
        return switch (command.split(" ", 2)[0].toUpperCase(Locale.ROOT)) {
            case "EHLO", "HELO" -> EHLO;
            case "STARTTLS" -> STARTTLS;
            case "AUTH" -> LOGIN;
            case "MAIL" -> MAIL;
            case "RCPT" -> RCPT;
            case "DATA" -> DATA;
            case "." -> END;
            default -> now;
        };
    }
}

package io.github.precheckwatcher.store.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * A database whose queries are explained as they run: each with the parameters that it was run with, so that what is
 * looked at is what is executed.
 */
public final class ExplainedQueries {
    private final List<String> plans = new ArrayList<>();
    private final DataSource source;

    public ExplainedQueries(Databases.Database database) {
        this.source = proxy(DataSource.class, (method, args) -> {
            Object result = method.invoke(database.source(), args);
            return result instanceof Connection connection ? explained(connection) : result;
        });
    }

    public Transactions transactions() {
        return new Transactions(source, () -> ThreadLocalRandom.current().nextLong());
    }

    /** The plans of the queries since the last call. */
    public List<String> take() {
        List<String> taken = List.copyOf(plans);
        plans.clear();
        return taken;
    }

    private Connection explained(Connection connection) {
        return proxy(Connection.class, (method, args) -> {
            Object result = method.invoke(connection, args);
            return method.getName().equals("prepareStatement") && ((String) args[0]).startsWith("select")
                    ? explained(connection, (String) args[0], (PreparedStatement) result)
                    : result;
        });
    }

    private PreparedStatement explained(Connection connection, String sql, PreparedStatement statement)
            throws SQLException {
        PreparedStatement explain = connection.prepareStatement("explain " + sql);
        return proxy(PreparedStatement.class, (method, args) -> {
            if (method.getName().startsWith("set")) {
                method.invoke(explain, args);
            } else if (method.getName().equals("executeQuery")) {
                plans.add(plan(explain));
            } else if (method.getName().equals("close")) {
                explain.close();
            }
            return method.invoke(statement, args);
        });
    }

    private static String plan(PreparedStatement explain) throws SQLException {
        try (ResultSet result = explain.executeQuery()) {
            List<String> lines = new ArrayList<>();
            while (result.next()) {
                lines.add(result.getString(1));
            }
            return lines.stream().collect(Collectors.joining("\n"));
        }
    }

    private interface Call {
        Object run(java.lang.reflect.Method method, Object[] args) throws Exception;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            try {
                return call.run(method, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}

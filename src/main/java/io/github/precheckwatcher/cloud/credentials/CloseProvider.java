package io.github.precheckwatcher.cloud.credentials;

import com.aliyun.credentials.provider.AlibabaCloudCredentialsProvider;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Closes a provider of the vendor's with those it is made of. Its {@code EcsRamRoleCredentialProvider} runs a thread from
 * its making until it is closed, and the providers around it (the default chain, profiles, roles) never close it: their
 * {@code close()} is empty in credentials-java 1.0.3. What they hold is not to be had but by their fields.
 */
final class CloseProvider {
    private static final Logger LOG = Logger.getLogger(CloseProvider.class);

    private CloseProvider() {}

    /** Closes it; closing again does nothing. Never throws. */
    static void close(AlibabaCloudCredentialsProvider provider) {
        Set<AlibabaCloudCredentialsProvider> all = Collections.newSetFromMap(new IdentityHashMap<>());
        collect(provider, all);
        for (AlibabaCloudCredentialsProvider each : all) {
            try {
                each.close();
            } catch (Exception odd) {
                // the library's message may hold anything
                LOG.debugf("provider not closed kind=%s", each.getClass().getSimpleName());
            }
        }
    }

    private static void collect(AlibabaCloudCredentialsProvider provider, Set<AlibabaCloudCredentialsProvider> all) {
        if (!all.add(provider)) {
            return;
        }
        for (Class<?> at = provider.getClass(); at != null && at != Object.class; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                held(provider, field).forEach(inner -> collect(inner, all));
            }
        }
    }

    /** The providers in an instance field; a static one is everybody's. */
    private static List<AlibabaCloudCredentialsProvider> held(AlibabaCloudCredentialsProvider owner, Field field) {
        boolean maybe = AlibabaCloudCredentialsProvider.class.isAssignableFrom(field.getType())
                || Collection.class.isAssignableFrom(field.getType());
        if (!maybe || Modifier.isStatic(field.getModifiers())) {
            return List.of();
        }
        List<AlibabaCloudCredentialsProvider> held = new ArrayList<>();
        try {
            field.setAccessible(true);
            Object value = field.get(owner);
            for (Object each : value instanceof Collection<?> many ? many : Collections.singletonList(value)) {
                if (each instanceof AlibabaCloudCredentialsProvider inner) {
                    held.add(inner);
                }
            }
        } catch (IllegalAccessException | RuntimeException closed) {
            LOG.debugf("provider not looked into field=%s", field);
        }
        return held;
    }
}

package io.github.precheckwatcher.registration.reload;

import io.github.precheckwatcher.registration.NodeAgreement;
import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;
import java.util.List;

/** Where nobody keeps a list of nodes, this one is alone. */
@DefaultBean
@Singleton
final class SingleNode implements NodeAgreement {
    @Override
    public List<String> differing() {
        return List.of();
    }
}

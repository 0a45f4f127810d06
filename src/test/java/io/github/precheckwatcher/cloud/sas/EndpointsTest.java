package io.github.precheckwatcher.cloud.sas;

import static io.github.precheckwatcher.cloud.AccountsConfig.Network.PUBLIC;
import static io.github.precheckwatcher.cloud.AccountsConfig.Network.VPC;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.cloud.AccountsConfig;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointsTest {
    @ParameterizedTest
    @CsvSource({
        "cn-shanghai, PUBLIC, tds.cn-shanghai.aliyuncs.com",
        "cn-hongkong, PUBLIC, tds.cn-shanghai.aliyuncs.com",
        "cn-nanjing, PUBLIC, tds.cn-shanghai.aliyuncs.com",
        "cn-zhengzhou-jva, PUBLIC, tds.cn-shanghai.aliyuncs.com",
        "ap-southeast-1, PUBLIC, tds.ap-southeast-1.aliyuncs.com",
        "us-west-1, PUBLIC, tds.ap-southeast-1.aliyuncs.com",
        "' CN-Hangzhou ', PUBLIC, tds.cn-shanghai.aliyuncs.com",
        "cn-hangzhou, VPC, tds.vpc-proxy.aliyuncs.com",
        "eu-central-1, VPC, tds-intl.vpc-proxy.aliyuncs.com",
        "ap-southeast-2, VPC, tds-vpc.ap-southeast-2.aliyuncs.com"
    })
    void a_region_of_the_vendors_map_has_its_endpoint(String region, AccountsConfig.Network network, String host) {
        assertThat(Endpoints.of(region, network)).contains(URI.create("https://" + host + "/"));
    }

    @ParameterizedTest
    @CsvSource({"cn-atlantis, PUBLIC", "'', PUBLIC", "cn-atlantis, VPC", "cn-nanjing, VPC", "cn-fuzhou, VPC"})
    void a_region_that_no_source_names_has_none(String region, AccountsConfig.Network network) {
        assertThat(Endpoints.of(region, network)).isEmpty();
    }

    @Test
    void the_regions_named_in_messages_are_those_that_have_an_endpoint() {
        assertThat(Endpoints.regions(PUBLIC)).hasSize(39).contains("cn-nanjing", "me-central-1");
        assertThat(Endpoints.regions(VPC))
                .hasSize(32)
                .doesNotContain("cn-nanjing", "cn-fuzhou")
                .allMatch(region -> Endpoints.of(region, VPC).isPresent());
    }
}

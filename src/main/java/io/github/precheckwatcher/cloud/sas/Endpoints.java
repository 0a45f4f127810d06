package io.github.precheckwatcher.cloud.sas;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.github.precheckwatcher.cloud.AccountsConfig;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which endpoint a management region has. The management centre is not where the databases are: that is
 * {@code UniRegionId}, an independent value.
 *
 * <p>Sources: the endpoint map of the vendor's SDK v9.2.0 (public), the vendor's page "Endpoints" of 2026-01-20 (VPC). A
 * region that neither names gets no endpoint: the SDK's generic rule makes up hosts that do not exist for this product.
 */
public final class Endpoints {
    private static final URI CHINA = URI.create("https://tds.cn-shanghai.aliyuncs.com/");
    private static final URI INTERNATIONAL = URI.create("https://tds.ap-southeast-1.aliyuncs.com/");
    private static final URI CHINA_VPC = URI.create("https://tds.vpc-proxy.aliyuncs.com/");
    private static final URI INTERNATIONAL_VPC = URI.create("https://tds-intl.vpc-proxy.aliyuncs.com/");
    private static final URI SYDNEY_VPC = URI.create("https://tds-vpc.ap-southeast-2.aliyuncs.com/");

    /** The regions managed in China whose VPCs have an endpoint. */
    private static final Set<String> IN_CHINA_WITH_VPC = Set.of(
            "cn-qingdao",
            "cn-beijing",
            "cn-zhangjiakou",
            "cn-huhehaote",
            "cn-wulanchabu",
            "cn-hangzhou",
            "cn-shanghai",
            "cn-shenzhen",
            "cn-heyuan",
            "cn-guangzhou",
            "cn-chengdu",
            "cn-hongkong",
            "cn-beijing-finance-1",
            "cn-hangzhou-finance",
            "cn-shanghai-finance-1",
            "cn-shenzhen-finance-1",
            "cn-north-2-gov-1");

    /** Local and special regions: the public endpoint only. */
    private static final Set<String> IN_CHINA_PUBLIC_ONLY = Set.of(
            "cn-nanjing",
            "cn-fuzhou",
            "cn-heyuan-acdr-1",
            "cn-qingdao-acdr-ut-1",
            "cn-shanghai-mybk",
            "cn-wuhan-lr",
            "cn-zhengzhou-jva");

    private static final Set<String> ABROAD = Set.of(
            "ap-southeast-1",
            "ap-southeast-2",
            "ap-southeast-3",
            "ap-southeast-5",
            "ap-southeast-6",
            "ap-southeast-7",
            "ap-northeast-1",
            "ap-northeast-2",
            "ap-south-1",
            "eu-central-1",
            "eu-west-1",
            "us-east-1",
            "us-west-1",
            "me-east-1",
            "me-central-1");

    private Endpoints() {}

    /**
     * The endpoint of a management region, ending in "/".
     *
     * @return empty for a region that the map does not have or that has no endpoint in this network: a configuration
     *     error that asks for an explicit {@code endpoint}
     */
    public static Optional<URI> of(String managementRegion, AccountsConfig.Network network) {
        String region = managementRegion.strip().toLowerCase(Locale.ROOT);
        return switch (network) {
            case PUBLIC -> publicEndpoint(region);
            case VPC -> vpcEndpoint(region);
        };
    }

    /** The management regions that have an endpoint in this network, for error messages. */
    public static SortedSet<String> regions(AccountsConfig.Network network) {
        return new TreeSet<>(Stream.of(IN_CHINA_WITH_VPC, IN_CHINA_PUBLIC_ONLY, ABROAD)
                .flatMap(Set::stream)
                .filter(region -> of(region, network).isPresent())
                .collect(toUnmodifiableSet()));
    }

    private static Optional<URI> publicEndpoint(String region) {
        if (IN_CHINA_WITH_VPC.contains(region) || IN_CHINA_PUBLIC_ONLY.contains(region)) {
            return Optional.of(CHINA);
        }
        return ABROAD.contains(region) ? Optional.of(INTERNATIONAL) : Optional.empty();
    }

    private static Optional<URI> vpcEndpoint(String region) {
        if (IN_CHINA_WITH_VPC.contains(region)) {
            return Optional.of(CHINA_VPC);
        }
        if (region.equals("ap-southeast-2")) {
            return Optional.of(SYDNEY_VPC);
        }
        return ABROAD.contains(region) ? Optional.of(INTERNATIONAL_VPC) : Optional.empty();
    }
}

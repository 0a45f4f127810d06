package io.github.precheckwatcher.notify.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRuleTest {
    private final AddressRule any = new AddressRule(false);
    private final AddressRule publicOnly = new AddressRule(true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.0.1",
                "169.254.169.254",
                "169.254.255.255",
                "100.100.100.200",
                "fe80::1",
                "febf:ffff::1",
                "fd00:ec2::254",
                "::ffff:169.254.169.254",
                "::ffff:100.100.100.200",
                "::169.254.169.254",
                "::ffff:0:169.254.169.254",
                "64:ff9b::169.254.169.254",
                "64:ff9b::6464:64c8",
                "64:ff9b:1:a9fe:a9:fe00::",
                "64:ff9b:1:a9:fe:a9fe::",
                "64:ff9b:1:0:a9:fea9:fe00:0",
                "64:ff9b:1::169.254.169.254",
                "2002:a9fe:a9fe::1",
                "168.63.129.16",
                "::ffff:168.63.129.16",
                "64:ff9b::168.63.129.16",
                "64:ff9b:1::168.63.129.16",
                "2002:a83f:8110::1",
                "192.0.0.192",
                "::ffff:192.0.0.192",
                "64:ff9b::192.0.0.192",
                "2002:c000:00c0:1::1",
                "64:ff9b::169.254.169.254",
                "2002:6464:64c8::",
                "fd20:ce::254"
            })
    void link_local_and_metadata_addresses_are_never_called(String address) throws UnknownHostException {
        assertThat(any.refusal(InetAddress.getByName(address))).isPresent();
        assertThat(publicOnly.refusal(InetAddress.getByName(address))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "100.100.100.201",
                "100.127.255.255",
                "0.0.0.0",
                "192.0.2.1",
                "198.19.0.1",
                "203.0.113.9",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fd00:ec2::253",
                "fc00::1",
                "fec0::1",
                "ff02::1",
                "2001:db8::1",
                "::ffff:10.0.0.1",
                "64:ff9b::10.0.0.1",
                "64:ff9b:1::8.8.8.8",
                "2002:0a00:0001::1"
            })
    void private_and_reserved_addresses_are_refused_to_public_targets_alone(String address)
            throws UnknownHostException {
        assertThat(any.refusal(InetAddress.getByName(address))).isEmpty();
        assertThat(publicOnly.refusal(InetAddress.getByName(address)).orElseThrow())
                .contains("targets: public");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "168.63.129.15",
                "168.63.129.17",
                "2002:808:808::1",
                "169.253.0.1",
                "169.255.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "100.63.255.255",
                "100.128.0.0",
                "192.167.1.1",
                "223.255.255.255",
                "2400:3200::1",
                "2606:4700::1111",
                "64:ff9b::8.8.8.8",
                "::ffff:8.8.8.8"
            })
    void public_addresses_are_allowed(String address) throws UnknownHostException {
        assertThat(publicOnly.refusal(InetAddress.getByName(address))).isEmpty();
    }
}

package io.github.precheckwatcher.notify.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses may be connected to (docs/configuration.md, {@code targets}). Link-local and cloud metadata addresses never, in any way of writing
 * them, IPv6 that carries an IPv4 address included.
 *
 * @param publicOnly whether private, loopback and reserved addresses are refused too
 */
public record AddressRule(boolean publicOnly) {
    private static final List<Block> NEVER = Block.all(
            "169.254.0.0/16",
            "100.100.100.200/32", // Alibaba Cloud
            "168.63.129.16/32", // Azure
            "192.0.0.192/32", // Oracle Cloud
            "fe80::/10",
            "fd00:ec2::254/128", // AWS
            "fd20:ce::254/128"); // Google Cloud

    /** IANA's special-purpose registries, as far as they are not globally reachable. */
    private static final List<Block> NOT_PUBLIC = Block.all(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/96",
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "3fff::/20",
            "5f00::/16",
            "fc00::/7",
            "fec0::/10",
            "ff00::/8");

    /**
     * IPv6 blocks that carry an IPv4 address (RFC 4291, 6052, 3056), and where in the address its four bytes are. The
     * block for translation within a network (RFC 8215) is cut by each network as RFC 6052 allows: all of it is looked at.
     */
    private static final List<Carrier> CARRIERS = List.of(
            new Carrier(Block.of("::/96"), 12, 13, 14, 15),
            new Carrier(Block.of("::ffff:0:0:0/96"), 12, 13, 14, 15),
            new Carrier(Block.of("64:ff9b::/96"), 12, 13, 14, 15),
            new Carrier(Block.of("64:ff9b:1::/48"), 6, 7, 9, 10),
            new Carrier(Block.of("64:ff9b:1::/48"), 7, 9, 10, 11),
            new Carrier(Block.of("64:ff9b:1::/48"), 9, 10, 11, 12),
            new Carrier(Block.of("64:ff9b:1::/48"), 12, 13, 14, 15),
            new Carrier(Block.of("2002::/16"), 2, 3, 4, 5));

    /** Why this address may not be connected to; empty: it may. */
    public Optional<String> refusal(InetAddress address) {
        List<byte[]> meant = meant(address.getAddress());
        if (in(NEVER, meant)) {
            return Optional.of("the address " + address.getHostAddress() + " is link-local or a cloud metadata service,"
                    + " which no notifier may call");
        }
        if (publicOnly && in(NOT_PUBLIC, meant)) {
            return Optional.of("the address " + address.getHostAddress()
                    + " is not public, and this notifier has targets: public");
        }
        return Optional.empty();
    }

    /** The address itself and what it may carry. */
    private static List<byte[]> meant(byte[] address) {
        List<byte[]> meant = new ArrayList<>(List.of(address));
        for (Carrier carrier : CARRIERS) {
            if (carrier.block.holds(address)) {
                meant.add(carrier.carried(address));
            }
        }
        return meant;
    }

    private static boolean in(List<Block> blocks, List<byte[]> addresses) {
        return addresses.stream().anyMatch(address -> blocks.stream().anyMatch(block -> block.holds(address)));
    }

    private record Carrier(Block block, int... at) {
        byte[] carried(byte[] address) {
            byte[] carried = new byte[at.length];
            for (int i = 0; i < at.length; i++) {
                carried[i] = address[at[i]];
            }
            return carried;
        }
    }

    private record Block(byte[] prefix, int bits) {
        static List<Block> all(String... written) {
            return Arrays.stream(written).map(Block::of).toList();
        }

        static Block of(String written) {
            int slash = written.indexOf('/');
            try {
                // a literal: no name is looked up
                byte[] prefix =
                        InetAddress.getByName(written.substring(0, slash)).getAddress();
                return new Block(prefix, Integer.parseInt(written.substring(slash + 1)));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(written, e);
            }
        }

        boolean holds(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit += 8) {
                int mask = bits - bit >= 8 ? 0xFF : 0xFF << (8 - (bits - bit));
                if (((address[bit / 8] ^ prefix[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}

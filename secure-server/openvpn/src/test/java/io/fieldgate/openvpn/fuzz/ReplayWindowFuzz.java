package io.fieldgate.openvpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.wire.ReplayWindow;
import java.util.HashSet;
import java.util.Set;

/// The replay window against a list of all ids that were ever taken.
public final class ReplayWindowFuzz {

    private ReplayWindowFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bounds.check(input, ReplayWindowFuzz::run);
    }

    private static void run(FuzzInput input, Bounds bounds) {
        ReplayWindow window = new ReplayWindow(ReplayWindow.STOCK);
        Set<Long> taken = new HashSet<>();
        long newest = 0;
        while (input.hasMore()) {
            int id = input.bit() ? (int) newest + (byte) input.u8() : input.i32();
            long unsigned = Integer.toUnsignedLong(id);
            boolean fresh =
                    id != 0
                            && !taken.contains(unsigned)
                            && unsigned > newest - ReplayWindow.STOCK.packets();
            boolean[] accepted = new boolean[1];
            assertThat(window.mayAccept(unsigned)).isEqualTo(fresh);
            bounds.packet(() -> accepted[0] = window.accept(0, unsigned));
            assertThat(accepted[0]).isEqualTo(fresh);
            if (fresh) {
                taken.add(unsigned);
                newest = Math.max(newest, unsigned);
            }
        }
    }
}

package io.fieldgate.openvpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Replays what the fuzzer kept, and some damaged copies of it.
class CorpusTest {
    private static final int MUTANTS = 2;

    @ParameterizedTest
    @EnumSource
    void everyStoredInputStaysWithinTheBounds(FuzzTargets target) throws IOException {
        List<byte[]> inputs = Corpus.read(target);
        assertThat(inputs).as("corpus of %s", target).hasSizeGreaterThan(2);
        for (byte[] input : inputs) {
            target.run(input);
        }
    }

    @ParameterizedTest
    @EnumSource
    void damagedInputsStayWithinTheBounds(FuzzTargets target) throws IOException {
        long seed = Long.getLong("fieldgate.test.seed", System.nanoTime());
        System.out.println("CorpusTest: -Dfieldgate.test.seed=" + seed);
        Random random = new Random(seed);
        for (byte[] input : Corpus.read(target)) {
            for (int i = 0; i < MUTANTS && input.length > 0; i++) {
                byte[] mutant = input.clone();
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
                target.run(mutant);
            }
        }
    }
}

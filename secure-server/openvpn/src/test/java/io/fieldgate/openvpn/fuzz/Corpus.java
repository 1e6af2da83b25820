package io.fieldgate.openvpn.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/// The stored inputs of a target: one file, an input in base64 on each line, short ones first.
final class Corpus {
    private static final String FOLDER = "src/test/resources/fuzz";

    private Corpus() {}

    static List<byte[]> read(FuzzTargets target) throws IOException {
        List<byte[]> inputs = new ArrayList<>();
        try (InputStream in = Corpus.class.getResourceAsStream("/fuzz/" + target + ".txt")) {
            if (in == null) {
                return inputs;
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                inputs.add(Base64.getDecoder().decode(line));
            }
        }
        return inputs;
    }

    /// Writes each stored input into a file, as fuzzers want them.
    static void unpack(FuzzTargets target, Path folder) throws IOException {
        Files.createDirectories(folder);
        int number = 0;
        for (byte[] input : read(target)) {
            Files.write(folder.resolve("stored-" + number++), input);
        }
    }

    /// Makes the files of a folder the stored inputs.
    static int pack(FuzzTargets target, Path folder, Path module) throws IOException {
        List<String> lines = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                lines.add(Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
            }
        }
        lines.sort(Comparator.comparingInt(String::length).thenComparing(line -> line));
        Path out = module.resolve(FOLDER);
        Files.createDirectories(out);
        Files.write(out.resolve(target + ".txt"), lines, StandardCharsets.US_ASCII);
        return lines.size();
    }
}

package io.fieldgate.launcher.standin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/// Makes runnable jars of the stand-ins.
public final class StandInJars {
    private StandInJars() {}

    public static Path server(Path folder) throws Exception {
        return jar(folder.resolve("standin-server.jar"), StandInServer.class, null);
    }

    /// @param keyStore from [#keyStore]
    public static Path web(Path folder, Path keyStore) throws Exception {
        return jar(folder.resolve("standin-web.jar"), StandInWeb.class, keyStore);
    }

    /// A key with a self-signed certificate for 127.0.0.1.
    public static Path keyStore(Path folder) throws Exception {
        Path file = folder.resolve("standin.p12");
        Process keytool =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                                .toString(),
                                        "-genkeypair",
                                        "-keystore",
                                        file.toString(),
                                        "-storetype",
                                        "PKCS12",
                                        "-storepass",
                                        "changeit",
                                        "-alias",
                                        "standin",
                                        "-keyalg",
                                        "EC",
                                        "-groupname",
                                        "secp256r1",
                                        "-dname",
                                        "CN=stand-in",
                                        "-ext",
                                        "san=ip:127.0.0.1",
                                        "-ext",
                                        "bc:critical=ca:true"))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool failed");
        }
        return file;
    }

    private static Path jar(Path file, Class<?> main, Path keyStore) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main.getName());
        String packageFolder = main.getPackageName().replace('.', '/') + "/";
        Path classes =
                Path.of(main.getProtectionDomain().getCodeSource().getLocation().toURI())
                        .resolve(packageFolder);
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest);
                DirectoryStream<Path> all = Files.newDirectoryStream(classes, "*.class")) {
            for (Path one : all) {
                jar.putNextEntry(new JarEntry(packageFolder + one.getFileName()));
                Files.copy(one, jar);
            }
            if (keyStore != null) {
                jar.putNextEntry(new JarEntry("standin.p12"));
                Files.copy(keyStore, jar);
            }
        }
        return file;
    }
}

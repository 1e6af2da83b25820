package io.fieldgate.pki.http;

import io.fieldgate.pki.RefusedException;
import io.fieldgate.pki.ca.CertificationAuthority;
import io.fieldgate.pki.key.OwnerOnlyFiles;
import io.fieldgate.pki.key.SoftwareKeyVault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Puts the parts together.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PkiSettings.class)
@EnableScheduling
class PkiConfiguration {
    @Bean
    SecureRandom secureRandom() {
        return new SecureRandom();
    }

    @Bean
    CertificationAuthority certificationAuthority(PkiSettings settings, SecureRandom random)
            throws IOException, RefusedException {
        OwnerOnlyFiles.createDirectory(settings.directory());
        SoftwareKeyVault vault =
                SoftwareKeyVault.open(settings.keys(), settings.keyEncryptionKey(), random);
        CertificationAuthority authority =
                CertificationAuthority.open(settings.journal(), vault, Clock.systemUTC(), random);
        publishRoot(authority.root(), settings.rootCertificate());
        return authority;
    }

    @Bean
    ServiceTls serviceTls(CertificationAuthority authority, SecureRandom random)
            throws IOException, RefusedException {
        return new ServiceTls(authority, random);
    }

    @Bean
    ServiceTlsRenewal serviceTlsRenewal(ServiceTls tls, SslBundleRegistry registry) {
        return new ServiceTlsRenewal(tls, registry);
    }

    @Bean
    WebMvcConfigurer portalOnly(CertificationAuthority authority) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new PortalOnly(authority));
            }
        };
    }

    /// The root certificate is public; all others read it from this file.
    private static void publishRoot(String pem, Path file) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(pem)) {
            OwnerOnlyFiles.write(file, pem.getBytes(StandardCharsets.US_ASCII));
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
}

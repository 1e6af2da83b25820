package io.fieldgate.portal.shared;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The OpenAPI document at `/api/v1/openapi.json`: what holds for every call of the API.
@Configuration(proxyBeanMethods = false)
class ApiDocument {
    private static final String SCHEME = "token";

    @Bean
    OpenAPI openApi(PublicAddress address) {
        return new OpenAPI()
                .info(
                        new Info()
                                .title("Fieldgate")
                                .version("v1")
                                .description("Tenants, secure servers, nodes and clients.")
                                .license(new License().name("Apache-2.0")))
                .servers(List.of(new Server().url(address.url())))
                .components(
                        new Components()
                                .addSecuritySchemes(
                                        SCHEME,
                                        new SecurityScheme()
                                                .type(SecurityScheme.Type.HTTP)
                                                .scheme("bearer"))
                                .addSchemas("Problem", problem()))
                .addSecurityItem(new SecurityRequirement().addList(SCHEME));
    }

    /// Every call may be answered with a problem.
    @Bean
    OpenApiCustomizer problemAnswers() {
        return document ->
                document.getPaths()
                        .values()
                        .forEach(path ->
                                path.readOperations()
                                        .forEach(operation ->
                                                operation
                                                        .getResponses()
                                                        .addApiResponse(
                                                                "default", problemAnswer())));
    }

    private static ApiResponse problemAnswer() {
        return new ApiResponse()
                .description("A problem (RFC 9457)")
                .content(
                        new Content()
                                .addMediaType(
                                        "application/problem+json",
                                        new MediaType()
                                                .schema(
                                                        new Schema<>()
                                                                .$ref(
                                                                        "#/components/schemas/Problem"))));
    }

    private static Schema<?> problem() {
        return new Schema<>()
                .type("object")
                .addProperty("type", new Schema<>().type("string").description("names the kind"))
                .addProperty("title", new Schema<>().type("string"))
                .addProperty("status", new Schema<>().type("integer"))
                .addProperty("detail", new Schema<>().type("string").description("what to do"))
                .addProperty("field", new Schema<>().type("string").description("input at fault"));
    }
}

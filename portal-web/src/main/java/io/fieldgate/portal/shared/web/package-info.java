/// What all pages share: where a page stands, states and times in words, the messages after a step.
@NamedInterface("web")
@NullMarked
package io.fieldgate.portal.shared.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

/// What an operator may overrule.
@NullMarked
package io.fieldgate.server.choice;

import org.jspecify.annotations.NullMarked;

/// Tests of the pages, from outside, on a whole portal.
@NullMarked
package io.fieldgate.portal.pages;

import org.jspecify.annotations.NullMarked;

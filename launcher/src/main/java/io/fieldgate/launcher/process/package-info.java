/// Child processes: started as whom, watched, restarted, ended, told apart from strangers.
@NullMarked
package io.fieldgate.launcher.process;

import org.jspecify.annotations.NullMarked;

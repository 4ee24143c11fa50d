/// The architecture as rules, and for each rule a violation that it catches.
package org.cordboard.server.architecture;

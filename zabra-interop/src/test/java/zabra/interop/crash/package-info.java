/**
 * Kills the server under load, again and again, and holds it to what it had acknowledged. A killed
 * process loses what it had not handed to the operating system; a power cut is not simulated here.
 */
package zabra.interop.crash;

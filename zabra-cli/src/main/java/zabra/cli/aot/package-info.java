/** {@code zabra aot}: a training run, from which the JVM learns to start a server sooner. */
package zabra.cli.aot;

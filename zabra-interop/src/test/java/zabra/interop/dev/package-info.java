/** {@code zabra dev} as its user meets it: started, connected to, shot at, stopped. */
package zabra.interop.dev;

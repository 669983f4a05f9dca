/** What is in {@code deploy/}, looked at as Helm, Kubernetes and the server will look at it. */
package zabra.deploy;

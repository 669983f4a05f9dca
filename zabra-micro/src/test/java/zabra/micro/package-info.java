/** Single steps of a request, measured by JMH: what each takes, and how many bytes it allocates. */
package zabra.micro;

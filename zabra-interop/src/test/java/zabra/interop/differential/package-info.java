/**
 * One random sequence of operations against two servers that start empty; every answer must be the
 * same. The seed alone decides the sequence, given the reference's answers: the generator learns
 * from those which znodes exist. Both servers see one session act at a time, so that what they
 * answer is decided; within a session requests are also sent in bursts.
 */
package zabra.interop.differential;

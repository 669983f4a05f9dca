/** Classes that break the rules on purpose: each rule's test shows that it finds them. */
package zabra.house.bad;

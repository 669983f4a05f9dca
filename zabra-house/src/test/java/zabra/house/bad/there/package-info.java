/** One half of a cycle of packages, planted to be found. */
package zabra.house.bad.there;

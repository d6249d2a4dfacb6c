/** Assignment as Go's Set does it: a refusal is not an error. */

/**
 * An assignment threw `error`: whether that was the object's refusal (which strict code turns into a TypeError, and which Go does not want to
 * hear of, as Reflect.set), or code of the page that threw. The assignment is never run again. Plain assignment is 3 to 5 times faster than
 * Reflect.set; in a classic script it is sloppy, and no refusal throws there.
 */
export function wasRefusal(target: unknown, key: PropertyKey, error: unknown): boolean {
  if (!(error instanceof TypeError) || target === null || target === undefined) return false;
  try {
    return refusesByProxy(error) || refuses(target, key);
  } catch {
    return false; // a trap of the page threw while we looked
  }
}

/** A proxy's trap answered false. Engines say so in words; V8, SpiderMonkey and JavaScriptCore: "falsish", "false", "falsy". */
function refusesByProxy({ message }: TypeError): boolean {
  return /proxy/i.test(message) && /fals(?:e|y|ish)/i.test(message);
}

/** Whether OrdinarySet (ECMA-262) answers false for this property without running any code of the page. */
function refuses(target: unknown, key: PropertyKey): boolean {
  const object = Object(target) as object;
  const extensible = object === target && Object.isExtensible(object); // on a primitive nothing can be made
  for (let holder: object | null = object; holder !== null; holder = Reflect.getPrototypeOf(holder)) {
    const property = Reflect.getOwnPropertyDescriptor(holder, key);
    if (!property) continue;
    if (property.writable === undefined) return property.set === undefined; // a setter that is there has run, and has thrown this
    if (!property.writable) return true;
    // An own, writable property refuses nothing, but in a module namespace; what it threw comes from a conversion (array length, typed array).
    return holder === object ? Object.prototype.toString.call(object) === "[object Module]" : !extensible;
  }
  return !extensible;
}

/** Passwords kept outside of Micro-Manager's profile, where the platform has a place for them. */
package org.scopeside.micromanager.secrets;

package org.micromanager.events;

import org.micromanager.MMEvent;

/** Signatures of Micro-Manager's type of this name. */
public interface StartupCompleteEvent extends MMEvent {}

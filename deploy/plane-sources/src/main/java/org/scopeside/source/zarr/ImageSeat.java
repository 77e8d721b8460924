package org.scopeside.source.zarr;

import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;

/**
 * An image with its place, before fields are counted.
 *
 * @param acquisition which round of imaging of a plate; 0 where there is one
 * @param path its name within its well or collection
 * @param order its rank there
 */
record ImageSeat(OmeImage image, @Nullable Well well, int acquisition, String path, int order) {}

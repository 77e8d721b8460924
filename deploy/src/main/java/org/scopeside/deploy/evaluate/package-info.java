/**
 * {@code scopeside evaluate}: label images beside the truth, as a table, as JSON and as a report.
 *
 * <p>{@link org.scopeside.deploy.evaluate.EvaluateCommand} reads the options, {@link
 * org.scopeside.deploy.evaluate.Pairing} finds which file belongs to which, {@link
 * org.scopeside.deploy.evaluate.EvaluationRun} measures one pair after the other with {@code
 * org.scopeside.segmenter.evaluate}, and {@link org.scopeside.deploy.evaluate.EvaluationTable},
 * {@link org.scopeside.deploy.evaluate.EvaluationJson} and {@link
 * org.scopeside.deploy.evaluate.EvaluationReport} tell what came out.
 */
package org.scopeside.deploy.evaluate;

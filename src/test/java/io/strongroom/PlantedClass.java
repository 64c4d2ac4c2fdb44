package io.strongroom;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A class that breaks a rule, compiled outside the service so that no scan of it can find it. */
final class PlantedClass extends SimpleJavaFileObject {
  private final String source;

  private PlantedClass(String name, String source) {
    super(URI.create("planted:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
    this.source = source;
  }

  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    return source;
  }

  /**
   * @param body the class from its imports on; its package is taken from the name
   */
  static JavaFileObject of(String name, String body) {
    String declared = "package " + name.substring(0, name.lastIndexOf('.')) + ";\n";
    return new PlantedClass(name, declared + body);
  }

  static JavaClasses compiled(Path folder, List<JavaFileObject> planted) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var options = List.of("-proc:none", "-d", folder.toString());
      assertTrue(compiler.getTask(null, files, null, options, null, planted).call());
    }
    return new ClassFileImporter().importPath(folder);
  }
}
